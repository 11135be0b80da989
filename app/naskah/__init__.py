"""Documents of a case: slots of the plan, immutable numbered versions, preview and download."""
