"""The example bank: what was done, what was learnt and what it gave, told so that a colleague elsewhere can use it."""
