package dev.bottleneck.live;

import dev.bottleneck.report.HtmlReport;

/** What a page tells of work under way; asked on threads of the server's. */
public interface LivePage {
  /** A mark that changes when the page would. */
  long version();

  /** The page as it would be now. */
  HtmlReport page();
}
