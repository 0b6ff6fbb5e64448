"""The loop's part "get ready": one module per page under pages/get_ready/."""
