package org.namedwebsockets.proxy.hub;

/** The reading side of no socket. */
final class RecordingInflow implements Inflow {
  boolean paused;
  int pauses;

  /** What else happens when it is read again: what waited in the kernel arrives. */
  Runnable onResume = () -> {};

  @Override
  public void pause() {
    paused = true;
    pauses++;
  }

  @Override
  public void resume() {
    paused = false;
    onResume.run();
  }
}
