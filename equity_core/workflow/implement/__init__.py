"""The loop's part "implement": one module per page under pages/implement/."""
