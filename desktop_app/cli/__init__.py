"""The verbs without a window: parse, call the desk, say the answer in Chinese, English or JSON."""
