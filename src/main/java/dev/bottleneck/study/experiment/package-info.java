/** What an experiment is, and the job, one arm on one seed, that it is given to train with. */
package dev.bottleneck.study.experiment;
