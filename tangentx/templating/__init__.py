"""Rules: reading them (`reader`), refusing wrong ones (`gate`), finding them by the object called (`registry`)."""
