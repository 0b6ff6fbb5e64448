"""The gate. Sealed cells go in; only numbers fit for a screen come out."""

from equity_core.privacy.released import HIDDEN, At, AuditLine, Count, Release, Released, Status

__all__ = ["HIDDEN", "At", "AuditLine", "Count", "Release", "Released", "Status"]
