"""The rights of UU 27/2022 (UU PDP): consent, one's own data, requests with their clock, the register of breaches."""
