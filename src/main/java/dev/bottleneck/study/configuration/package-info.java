/** What a study is told: its experiment's hyper-parameters, seeds, data, training options. */
package dev.bottleneck.study.configuration;
