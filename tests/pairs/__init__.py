"""Every construct of Python inside every other one."""
