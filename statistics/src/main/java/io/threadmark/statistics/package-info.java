/**
 * Statistics of what people and models judged: pure functions of counts and values, each with the
 * publication that defines it. Nothing here knows feedback, stores or HTTP.
 */
package io.threadmark.statistics;
