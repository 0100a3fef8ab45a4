/** A page of this machine that shows what work under way has found so far. */
package dev.bottleneck.live;
