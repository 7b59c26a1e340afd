// SPDX-License-Identifier: GPL-2.0-only
/*
 * nothing: the smallest program there is to run.
 */
int main(void)
{
	return 0;
}
