"""What no single key tells: references, combinations of keys, pools."""
