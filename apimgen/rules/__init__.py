"""What is checked: one page of documentation for each rule, and the rules about meaning."""
