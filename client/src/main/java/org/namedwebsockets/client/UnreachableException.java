package org.namedwebsockets.client;

/** There is no proxy, or it does not let us in. */
public final class UnreachableException extends NamedWebSocketException {
  private static final long serialVersionUID = 1;
  private static final int ID_TAKEN = 409;
  private static final int OVERLOADED = 503;

  private final int status;

  UnreachableException(String sentence, int status) {
    super(sentence);
    this.status = status;
  }

  /**
   * What the proxy answered.
   *
   * @return the HTTP status, for example 409 if the id is taken; 0 if nothing answered
   */
  public int status() {
    return status;
  }

  /** Whether trying again makes sense: nobody was there, the id is taken still, or all is full. */
  boolean isPassing() {
    return status == 0 || status == ID_TAKEN || status == OVERLOADED;
  }
}
