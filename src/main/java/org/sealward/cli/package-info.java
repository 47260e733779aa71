/**
 * The client on the command line: {@code ./sealward signup}, {@code send}, {@code watch} and so on.
 * Keys and login lie in a folder that only its owner can read, sealed under the passphrase, which
 * every command asks for. Text goes to standard output for people, or one JSON object a line for
 * programs; questions and errors go to standard error.
 */
@NullMarked
package org.sealward.cli;

import org.jspecify.annotations.NullMarked;
