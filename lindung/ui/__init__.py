"""Page shell, components and design tokens: templates, styles and template tags every room may use."""
