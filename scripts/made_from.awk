# SPDX-License-Identifier: GPL-2.0-only
# Write, as make rules, what a folder was made from and what was made in it:
#
#	awk [-v also=WORDS] -f made_from.awk FOLDER MADE-FILE... -- MAKEFILE... \
#		FOLDER/.TARGET.cmd...
#
# The folder above includes the rules, and looks into this one when one fires:
#
#	mm/heap.o: ...		its sources are newer, as they would be in mm
#	mm/.made.begun: ...	makefiles, settings and symbols: since make began in mm
#	mm/.made.done: ...	what was made: touched since make ended in mm
#
# Of a folder below, FOLDER/BELOW/built-in.a among the files made, the record is
# included. A symbol that a makefile mentions counts as in what fixdep writes, by
# its stamp. The last line tells that nothing before it is missing.

function quoted(path)
{
	gsub(/\$/, "$$", path)
	gsub(/#/, "\\#", path)
	return path
}

function needs(path)
{
	if (path ~ /^(\$\(wildcard )?include\/config\//)
		read[path]
	else if (!((target, path) in known)) {
		sources[target] = sources[target] " " path
		known[target, path]
		given[path]
	}
}

function print_list(name, list,  path)
{
	printf "%s :=", name
	for (path in list)
		printf " \\\n  %s", path
	print ""
}

BEGIN {
	folder = ARGV[1]
	ARGV[1] = ""
	for (i = 2; ARGV[i] != "--"; i++) {
		made[quoted(ARGV[i])]
		if (sub(/\/built-in\.a$/, "", ARGV[i]))
			below[ARGV[i]]
		ARGV[i] = ""
	}
	ARGV[i] = ""
	while (++i < ARGC)
		if (ARGV[i] ~ /\.cmd$/)
			made[quoted(ARGV[i])]
		else
			read[quoted(ARGV[i])]
	if (also)
		read[also]
}

FILENAME !~ /\.cmd$/ {
	words = split($0, word, /[^A-Za-z0-9_]+/)
	for (i = 1; i <= words; i++)
		if (word[i] ~ /^CONFIG_./)
			read["$(wildcard include/config/" substr(word[i], 8) ")"]
	next
}

# Lists: a name, then the paths, on the same line or each on its own.
/^(deps|needs)_/ {
	target = $1
	sub(/^[a-z]+_/, "", target)
	for (i = 3; i <= NF; i++)
		if ($i != "\\")
			needs($i)
}

/^  / {
	sub(/^  /, "")
	sub(/ \\$/, "")
	needs($0)
}

END {
	for (name in below) {
		made[name "/.made.rules"]
		made[name "/.made.begun"]
		made[name "/.made.done"]
	}
	print_list("read-by-" folder, read)
	print_list("made-in-" folder, made)
	# The archive's rule is that of the folder above.
	delete sources[folder "/built-in.a"]
	print_list("given-to-" folder, given)
	printf "read-below += $(read-by-%s) $(given-to-%s)\n", folder, folder
	printf "made-below += $(made-in-%s)\n", folder
	# By a variable: make takes the = of a path in a rule for an assignment.
	for (target in sources)
		printf "needed :=%s\n%s: $(needed)\n", sources[target], target
	printf "%s/.made.begun: $(read-by-%s)\n", folder, folder
	printf "%s/.made.done: $(made-in-%s)\n", folder, folder
	for (name in below)
		printf "include $(wildcard %s/.made.rules)\n", name
	printf "recorded-%s := $(and y", folder
	for (name in below)
		printf ",$(recorded-%s)", name
	print ")"
}
