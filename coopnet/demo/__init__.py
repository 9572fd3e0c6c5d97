"""The example portfolio: a year of cooperations, made by calling the actions with a clock that walks through it."""
