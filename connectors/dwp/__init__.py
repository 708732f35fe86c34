"""DWP passes on people who may need support, so that their council can offer early help."""
