/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "dray-command.h"

G_BEGIN_DECLS

gboolean dray_command_demo (DrayCommandLine *line, GError **error);
gboolean dray_command_doctor (DrayCommandLine *line, GError **error);
gboolean dray_command_export (DrayCommandLine *line, GError **error);
gboolean dray_command_import (DrayCommandLine *line, GError **error);
gboolean dray_command_fence_try (DrayCommandLine *line, GError **error);
gboolean dray_command_ledger_verify (DrayCommandLine *line, GError **error);
gboolean dray_command_region_demo (DrayCommandLine *line, GError **error);
gboolean dray_command_region_import (DrayCommandLine *line, GError **error);
gboolean dray_command_region_info (DrayCommandLine *line, GError **error);
gboolean dray_command_region_match (DrayCommandLine *line, GError **error);
gboolean dray_command_region_matrix (DrayCommandLine *line, GError **error);
gboolean dray_command_region_path (DrayCommandLine *line, GError **error);
gboolean dray_command_region_address (DrayCommandLine *line, GError **error);
gboolean dray_command_region_places (DrayCommandLine *line, GError **error);
gboolean dray_command_region_tile (DrayCommandLine *line, GError **error);
gboolean dray_command_region_verify (DrayCommandLine *line, GError **error);
gboolean dray_command_plan (DrayCommandLine *line, GError **error);
gboolean dray_command_report (DrayCommandLine *line, GError **error);
gboolean dray_command_simulate (DrayCommandLine *line, GError **error);
gboolean dray_command_solve (DrayCommandLine *line, GError **error);
gboolean dray_command_verify (DrayCommandLine *line, GError **error);
gboolean dray_command_region_world (DrayCommandLine *line, GError **error);
gboolean dray_command_shapes (DrayCommandLine *line, GError **error);

G_END_DECLS
