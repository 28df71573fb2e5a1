"""Whether a screen has room: asked in the page, of what is drawn."""

TABLET = 768
CROWDED = r"""() => {
  const within = document.querySelector('dialog[open]') ?? document.body;
  const shown = (each) => each.checkVisibility({visibilityProperty: true, opacityProperty: true})
    && each.getBoundingClientRect().width > 1;
  const name = (each) => `${each.tagName} ${(each.getAttribute('aria-label')
    ?? each.textContent ?? '').trim().slice(0, 30)}`;
  const pinned = (each) => {
    for (let at = each; at; at = at.parentElement) {
      if (/fixed|sticky/.test(getComputedStyle(at).position)) return true;
    }
    return false;
  };
  const controls = [...within.querySelectorAll('a[href], button, input, select, textarea')]
    .filter((each) => shown(each) && !pinned(each));
  const boxes = controls.map((each) => each.getBoundingClientRect());
  const inOneField = (one, other) => {
    const field = one.closest('label, [class*=_field_]');
    return field && field === other.closest('label, [class*=_field_]');
  };
  const found = [];
  for (let i = 0; i < boxes.length; i += 1) for (let j = i + 1; j < boxes.length; j += 1) {
    const [a, b] = [boxes[i], boxes[j]];
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide <= 4 || high <= 4) continue;
    const [one, other] = [controls[i], controls[j]];
    if (one.contains(other) || inOneField(one, other)) continue;
    found.push(`${name(one)} lies on ${name(other)}`);
  }
  const texts = document.createTreeWalker(within, NodeFilter.SHOW_TEXT);
  for (const range = document.createRange(); texts.nextNode();) {
    const words = texts.currentNode.data.trim().split(/[\s\u00a0\u202f/-]+/);
    if (!words[0] || words.some((word) => word.length > 14)) continue;
    range.selectNodeContents(texts.currentNode);
    const lines = new Set([...range.getClientRects()].map((each) => Math.round(each.top))).size;
    const holder = texts.currentNode.parentElement;
    if (lines > words.length && shown(holder)) found.push(`a word breaks: ${name(holder)}`);
  }
  return found.slice(0, 3);
}"""
"""Controls that lie on each other, and words broken for want of room."""
