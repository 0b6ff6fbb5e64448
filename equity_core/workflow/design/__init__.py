"""The loop's part "design": one module per page under pages/design/."""
