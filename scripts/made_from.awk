# SPDX-License-Identifier: GPL-2.0-only
# Write, as make rules, what a folder and those below it were made from and what
# was made of it:
#
#	awk [-v also=FORCE] -f made_from.awk FOLDER MADE-FILE... -- MAKEFILE... \
#		FOLDER/.TARGET.cmd... FOLDER/BELOW/.made.mk...
#
# The folder above includes the rules, and looks into this one when they fire:
#
#	mm/.made.begun: ...	what is read, was changed since that build began
#	mm/.made.done: ...	what is made, was touched since that build ended
#
# A symbol that a makefile mentions counts as in what fixdep writes, by its stamp.
# With FORCE, the folder is looked into each time, and so are those above it.

function quoted(path)
{
	gsub(/\$/, "$$", path)
	gsub(/#/, "\\#", path)
	return path
}

BEGIN {
	folder = ARGV[1]
	ARGV[1] = ""
	for (i = 2; ARGV[i] != "--"; i++) {
		made[quoted(ARGV[i])]
		ARGV[i] = ""
	}
	ARGV[i] = ""
	if (also)
		read[also]
}

FNR == 1 {
	kind = FILENAME ~ /\.cmd$/ ? "command" : FILENAME ~ /\/\.made\.mk$/ ? "below" : "makefile"
	if (kind == "makefile")
		read[quoted(FILENAME)]
	if (kind == "command")
		made[quoted(FILENAME)]
}

kind == "makefile" {
	words = split($0, word, /[^A-Za-z0-9_]+/)
	for (i = 1; i <= words; i++)
		if (word[i] ~ /^CONFIG_./)
			read["$(wildcard include/config/" substr(word[i], 8) ")"]
	next
}

/^needs_/ {
	for (i = 3; i <= NF; i++)
		read[$i]
}

# Lists: a name, then a path on each line.
/^[^ ]/ {
	is_made = $1 ~ /^made-/
}

/^  / {
	sub(/^  /, "")
	sub(/ \\$/, "")
	if (is_made)
		made[$0]
	else
		read[$0]
}

END {
	printf "read-by-%s :=", folder
	for (path in read)
		if (!(path in made))
			printf " \\\n  %s", path
	printf "\nmade-in-%s :=", folder
	for (path in made)
		printf " \\\n  %s", path
	printf "\n%s/.made.begun: $(read-by-%s)\n", folder, folder
	printf "%s/.made.done: $(made-in-%s)\n", folder, folder
}
