/**
 * What is typed between asking for the search and its field being there. Nobody waits for a dialog
 * to open before going on typing.
 */
export class EarlyKeys {
  private text = '';
  private listening: AbortController | null = null;

  begin(): void {
    this.listening?.abort();
    this.listening = new AbortController();
    this.text = '';
    const { signal } = this.listening;
    window.addEventListener('keydown', (event) => this.take(event), { capture: true, signal });
  }

  /** What has come so far; from here on the keys go where the focus is. */
  end(): string {
    this.listening?.abort();
    this.listening = null;
    const text = this.text;
    this.text = '';
    return text;
  }

  private take(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === 'Backspace') this.text = this.text.slice(0, -1);
    else if ([...event.key].length === 1) this.text += event.key;
    else return;
    // Neither another shortcut nor the page behind.
    event.preventDefault();
    event.stopPropagation();
  }
}
