# SPDX-License-Identifier: GPL-2.0-only
"""
The configuration farm: builds and boots many configurations, on one machine or
on many, and narrows failures down to the symbols that make them.

In reading order:

  __main__        `make matrix`, and `job`, which any machine with a checkout can run
  recipe          how a configuration comes about: a goal of make and settings on top
  configurations  the list: shipped ones, corners, each symbol off and on, random ones
  job             one configuration: built, measured, booted
  watch           what becomes of a kernel that boots
  snapshot        the sources as one archive, named by what is in it
  farm            gives jobs to GNU parallel, keeps each result
  verdict         what a result means, beside that of its reference
  ddmin           the smallest part of a list that still fails
  narrow          which symbols make a configuration fail
  report          JUnit XML, and what is printed at the end
  page            report.html
"""
