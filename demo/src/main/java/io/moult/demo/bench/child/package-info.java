/**
 * What runs inside the two JVMs of one measured run: a server or a set of devices, driven line by line
 * over standard input and output. Start reading at {@link io.moult.demo.bench.child.ChildMain}.
 */
@NullMarked
package io.moult.demo.bench.child;

import org.jspecify.annotations.NullMarked;
