"""An Explanation for people and for machines."""
