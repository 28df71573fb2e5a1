/**
 * What is typed between asking for the search and its field being there. Nobody waits for a dialog
 * to open before going on typing.
 */
export class EarlyKeys {
  private text = '';
  private entered = false;
  private listening: AbortController | null = null;

  begin(): void {
    this.listening?.abort();
    this.listening = new AbortController();
    this.text = '';
    this.entered = false;
    const { signal } = this.listening;
    window.addEventListener('keydown', (event) => this.take(event), { capture: true, signal });
  }

  /** What has come so far, and whether Enter ended it; from here on the keys go where the focus is. */
  end(): { text: string; entered: boolean } {
    this.listening?.abort();
    this.listening = null;
    const { text, entered } = this;
    this.text = '';
    this.entered = false;
    return { text, entered };
  }

  private take(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === 'Backspace') this.text = this.text.slice(0, -1);
    else if ([...event.key].length === 1) this.text += event.key;
    else if (event.key !== 'Enter') return;
    this.entered = event.key === 'Enter';
    // Neither another shortcut nor the page behind.
    event.preventDefault();
    event.stopPropagation();
  }
}
