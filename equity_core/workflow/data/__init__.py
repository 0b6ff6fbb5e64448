"""The loop's part "data": one module per page under pages/data/."""
