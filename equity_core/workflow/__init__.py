"""What a team can do. One module per page, in the order of the loop; no widgets, no raw counts, no sentences."""

from equity_core.workflow.workspace import Workspace

__all__ = ["Workspace"]
