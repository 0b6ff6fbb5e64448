"""Everything on screen: pages that ask, call one function of the workflow, and show."""
