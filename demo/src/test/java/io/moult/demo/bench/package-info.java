@NullMarked
package io.moult.demo.bench;

import org.jspecify.annotations.NullMarked;
