"""What runs emitted code other than Python itself: each backend turns a compiled derivative into a faster one."""
