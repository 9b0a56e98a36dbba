/** Tabs and their panels. Arrow keys, Home and End move; only the chosen tab is in tab order. */
export class Tabs {
  #list;
  #panels;
  #tabs = new Map();
  #last = 0;
  chosen = null;

  constructor(list, panels) {
    [this.#list, this.#panels] = [list, panels];
    list.addEventListener('keydown', (event) => this.#move(event));
  }

  /** Adds a panel under its key and shows it. */
  add(key, title, panel) {
    const tab = document.createElement('button');
    const number = ++this.#last;
    Object.assign(tab, { type: 'button', id: `tab-${number}` });
    tab.setAttribute('role', 'tab');
    tab.setAttribute('aria-controls', `panel-${number}`);
    tab.append(title, Object.assign(document.createElement('span'), { className: 'badge' }));
    tab.addEventListener('click', () => this.choose(key));
    panel.id = `panel-${number}`;
    panel.setAttribute('aria-labelledby', tab.id);
    this.#list.append(tab);
    this.#panels.append(panel);
    this.#tabs.set(key, { tab, panel, unread: 0 });
    this.choose(key);
  }

  remove(key) {
    const { tab, panel } = this.#tabs.get(key);
    const keys = [...this.#tabs.keys()];
    const beside = keys[keys.indexOf(key) + 1] ?? keys[keys.indexOf(key) - 1];
    this.#tabs.delete(key);
    tab.remove();
    panel.remove();
    if (beside === undefined) this.chosen = null;
    else if (this.chosen === key) this.choose(beside, true);
  }

  get size() {
    return this.#tabs.size;
  }

  has(key) {
    return this.#tabs.has(key);
  }

  choose(key, focus = false) {
    this.chosen = key;
    for (const [other, entry] of this.#tabs) {
      const isChosen = other === key;
      entry.tab.setAttribute('aria-selected', String(isChosen));
      entry.tab.tabIndex = isChosen ? 0 : -1;
      entry.panel.hidden = !isChosen;
      if (isChosen) this.#count(entry, 0);
    }
    if (focus) this.#tabs.get(key).tab.focus();
  }

  /** Counts news on a tab that is not shown. */
  tell(key) {
    const entry = this.#tabs.get(key);
    if (entry && this.chosen !== key) this.#count(entry, entry.unread + 1);
  }

  #count(entry, unread) {
    entry.unread = unread;
    const badge = entry.tab.querySelector('.badge');
    badge.textContent = unread > 99 ? '99+' : unread || '';
    badge.title = unread ? `${unread} unseen` : '';
  }

  #move(event) {
    const keys = [...this.#tabs.keys()];
    const at = keys.indexOf(this.chosen);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: keys.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.choose(keys[(to + keys.length) % keys.length], true);
  }
}
