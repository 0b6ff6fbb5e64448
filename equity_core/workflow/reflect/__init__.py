"""The loop's part "reflect": one module per page under pages/reflect/."""
