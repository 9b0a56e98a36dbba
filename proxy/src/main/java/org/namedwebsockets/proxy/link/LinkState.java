package org.namedwebsockets.proxy.link;

/**
 * Where we stand with another proxy.
 *
 * <pre>
 *   sighted, introduced, configured                 they dialled us
 *               │                                          │
 *               ▼      due, and a dial is free             ▼
 *            WAITING ──────────────────► DIALLING ──up──►  UP
 *             ▲ │ ▲                        │  │            │
 *             │ │ └────── it failed ───────┘  │            │
 *             │ │      back-off, next address │ version    │
 *             │ └─ goodbye: forgotten         │ self       │
 *             │                               ▼            │
 *             ├── its advert or the network  SHUNNED       │
 *             │          changed                           │
 *             └────────────────────────────────────────────┘
 *                 the link fell: at once, after a grace, a back-off,
 *                 or never again, as {@link LinkEnd} says
 * </pre>
 *
 * <p>A link that comes up while another stands is a {@linkplain Rivals rival} and no state of its
 * own.
 */
public enum LinkState {
  /** To be dialled when its time has come. */
  WAITING("waiting"),
  /** An attempt is under way. */
  DIALLING("dialling"),
  /** Linked. */
  UP("up"),
  /** Not to be dialled before something changes. */
  SHUNNED("waiting");

  private final String word;

  LinkState(String word) {
    this.word = word;
  }

  /**
   * The word in {@code /api/status}.
   *
   * @return {@code waiting}, {@code dialling} or {@code up}
   */
  public String word() {
    return word;
  }
}
