"""Speed of the real verbs against a floor measured in the same run; absolute seconds differ between machines."""
