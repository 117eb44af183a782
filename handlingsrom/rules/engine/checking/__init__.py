"""What is wrong with a rulebook: its form, its references, its amounts over time, its languages. Used by loading.py."""
