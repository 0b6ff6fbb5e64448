# Count the cells of benchmarks/analysis.py with data.table: Rscript data_table.R FOLDER, where each column is a file of
# 4-byte integers (2 in a measure: no value). At each line on standard input, count once and say the seconds of CPU.
suppressMessages(library(data.table))
setDTthreads(1)
folder <- commandArgs(trailingOnly = TRUE)[1]
read <- function(name) {
  file <- file.path(folder, name)
  readBin(file, "integer", n = file.size(file) / 4, size = 4)
}
names <- readLines(file.path(folder, "columns"))
dt <- as.data.table(setNames(lapply(names, read), names))
measures <- readLines(file.path(folder, "measures"))
for (m in measures) set(dt, which(dt[[m]] == 2L), m, NA_integer_)
dimensions <- setdiff(names, c("period", measures))
has <- paste0("has_", measures)
count <- function() {
  for (i in seq_along(measures)) set(dt, j = has[i], value = as.integer(!is.na(dt[[measures[i]]])))
  lapply(dimensions, function(d) {
    dt[, lapply(.SD, sum, na.rm = TRUE), by = c("period", d), .SDcols = c(has, measures)]
  })
}
asked <- file("stdin", "r")
while (length(readLines(asked, 1)) > 0) {
  start <- proc.time()
  found <- count()
  cat(sum((proc.time() - start)[1:2]), found[[1]][period == 0L & race == 0L, c(has_suspended, suspended)], "\n")
  flush(stdout())
}
