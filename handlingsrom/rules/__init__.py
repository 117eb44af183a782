"""The rule guide: what the law lets a purchase do, from rulebooks that are data. The engine below knows no country."""
