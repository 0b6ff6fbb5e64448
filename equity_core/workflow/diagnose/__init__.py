"""The loop's part "diagnose": one module per page under pages/diagnose/."""
