#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-only
# RPM packages of what stage.sh has prepared: rpm.sh STAGE FOLDER
#
# Environment: RELEASE, VERSION, REVISION, GRUB_ENTRY, SOURCE_DATE_EPOCH. Host and date are
# fixed, and nothing of what was staged is stripped or packed anew.
set -e

stage=$1
folder=$2
source=$(cd "$(dirname "$0")" && pwd)
export LC_ALL=C TZ=UTC SOURCE_DATE_EPOCH

if ! command -v rpmbuild > /dev/null; then
	echo "*** rpmbuild is not installed (Debian: rpm); scripts/setup does it" >&2
	exit 1
fi
rpmbuild -bb --quiet --target x86_64 \
	--define "_topdir $stage/rpm" --define "_rpmdir $stage/rpm/out" \
	--define "_rpmfilename %%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm" \
	--define "_buildhost localhost" \
	--define "use_source_date_epoch_as_buildtime 1" \
	--define "clamp_mtime_to_source_date_epoch 1" \
	--define "debug_package %{nil}" --define "__os_install_post %{nil}" \
	--define "_build_id_links none" --define "exo_stage $stage" \
	--define "exo_release $RELEASE" --define "exo_version $VERSION" \
	--define "exo_revision $REVISION" --define "exo_grub_entry ${GRUB_ENTRY:-n}" \
	--define "exo_scripts $source" \
	"$source/exo.spec"
(cd "$stage/rpm/out" && ls)
mv "$stage"/rpm/out/*.rpm "$folder"
