"""Discussion of a stage, opinions bound to a version, and the rule by which a stage closes."""
