package io.threadmark.standalone.deadletters;

/** Is told each dead letter that is read. */
interface LetterVisitor {
  void letter(Letter letter) throws InterruptedException;

  /** A letter that is not there, or that cannot be read; the reason says which. */
  void missing(LetterAddress address, String reason) throws InterruptedException;
}
