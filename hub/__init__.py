"""The integration hub: partner messages become events, events become what people act on."""
