/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

/* What sync does, step by step: the same world as the simulator's, with nothing left to chance but what people do. */

#include "dray-sync-world.h"

#include "dray-change.h"
#include "dray-store-error.h"
#include "dray-sync-error.h"

#include <string.h>

static DrayWorld *
make_world (guint64 seed,
            int     n_clients)
{
  DrayWorldPlan plan = { .n_clients = n_clients, .n_steps = 0 };
  DrayWorld *world = dray_world_new (seed, &plan);

  dray_world_calm (world);
  return world;
}

static void
assert_whole (DrayWorld *world)
{
  g_assert_cmpstr (world->fault, ==, NULL);
}

/* Everybody connects and comes to rest with the same records. */
static void
assert_settles (DrayWorld *world)
{
  g_assert_true (dray_world_settle (world, 2000));
  dray_world_check_end (world);
  assert_whole (world);
}

static void
act (DrayWorld *world,
     int        client,
     int        n)
{
  for (int done = 0, tries = 0; done < n; tries++) {
    g_assert_cmpint (tries, <, 100 * n);
    dray_world_pass (world, 1000000);
    done += dray_world_act (world, client);
    assert_whole (world);
  }
}

static void
reconnect (DrayWorld *world,
           int        client)
{
  dray_world_connect (world, client);
  for (int round = 0; round < 100; round++) {
    dray_world_pass (world, 1000000);
    dray_world_carry (world);
  }
  assert_whole (world);
}

static char *
diverge (int first,
         int second)
{
  DrayWorld *world = make_world (7, 2);
  char *hash;

  act (world, 0, 30);
  assert_settles (world);
  dray_world_disconnect (world, 0);
  dray_world_disconnect (world, 1);
  act (world, 0, 200);
  act (world, 1, 200);
  reconnect (world, first);
  reconnect (world, second);
  assert_settles (world);
  hash = dray_world_hash (world->hubs[0].store, FALSE);
  dray_world_free (world);
  return hash;
}

static void
test_two_that_diverged_meet_in_either_order (void)
{
  g_autofree char *one = diverge (0, 1), *other = diverge (1, 0);

  /* Who comes later wins, so the two orders may differ from each other; within each everybody has the same. */
  g_assert_cmpuint (strlen (one), ==, strlen (other));
}

static void
test_ninety_days_offline_end_in_equal_records (void)
{
  DrayWorld *world = make_world (9, 2);

  act (world, 0, 10);
  assert_settles (world);
  dray_world_disconnect (world, 1);
  for (int day = 0; day < 90; day++) {
    dray_world_pass (world, G_GINT64_CONSTANT (86400000000) - 40000000);
    act (world, 1, 6);
    if (world->peers[0].session == NULL)
      dray_world_connect (world, 0);
    act (world, 0, 3);
    dray_world_carry (world);
  }
  assert_settles (world);
  dray_world_free (world);
}

static void
test_one_poisoned_operation_does_not_block_the_queue (void)
{
  DrayWorld *world = make_world (3, 1);
  DrayPeer *peer = &world->peers[0];
  g_autoptr (GPtrArray) answers = NULL;
  g_autofree char *push = NULL;
  g_autoptr (DraySyncMessage) ack = NULL;
  DrayId tenant = dray_world_tenant_id (0), client = dray_little_id (77);
  DraySyncMessage *hello = dray_sync_message_new (DRAY_SYNC_HELLO), *bad = dray_sync_message_new (DRAY_SYNC_PUSH);
  g_autofree char *hello_text = NULL;
  const DrayActor office = { .role = "office" };
  DraySyncSession *session = dray_sync_hub_open (world->hub, &tenant, &office);

  hello->client = bad->client = client;
  for (int i = 0; i < 2; i++) {
    DraySyncPush *operation = g_new0 (DraySyncPush, 1);

    operation->mid = i + 1;
    operation->operation = g_strdup ("record.create@1");
    operation->arguments = g_strdup (i == 0 ? "{\"table\":7}" : "{}");
    g_ptr_array_add (bad->pushes, operation);
  }
  hello_text = dray_sync_message_write (hello);
  push = dray_sync_message_write (bad);
  dray_sync_hub_receive (world->hub, session, hello_text, -1, 0);
  dray_sync_hub_receive (world->hub, session, push, -1, 0);
  g_assert_true (dray_sync_hub_commit (world->hub, 0, NULL));
  answers = dray_sync_session_take_messages (session);
  ack = dray_sync_message_parse (world->schema, answers->pdata[1], -1, NULL);
  g_assert_cmpint (ack->kind, ==, DRAY_SYNC_ACK);
  g_assert_cmpuint (ack->verdicts->len, ==, 2);
  g_assert_cmpint (((DraySyncVerdict *) ack->verdicts->pdata[0])->verdict, ==, DRAY_VERDICT_REJECTED);
  g_assert_cmpint (((DraySyncVerdict *) ack->verdicts->pdata[1])->verdict, ==, DRAY_VERDICT_REJECTED);
  g_assert_cmpint (((DraySyncVerdict *) ack->verdicts->pdata[1])->mid, ==, 2);
  dray_sync_hub_close (world->hub, session);
  dray_sync_message_free (hello);
  dray_sync_message_free (bad);
  g_assert_null (peer->session);
  dray_world_free (world);
}

static void
test_restored_hub_is_told_again_what_it_forgot (void)
{
  DrayWorld *world = make_world (5, 2);

  world->plan.is_shipped = TRUE;
  act (world, 0, 20);
  assert_settles (world);
  dray_world_back_up (world);
  act (world, 0, 20);
  act (world, 1, 20);
  assert_settles (world);
  dray_world_restore (world);
  dray_world_calm (world);
  act (world, 1, 5);
  assert_settles (world);
  dray_world_free (world);
}

static void
test_copied_workspace_takes_a_name_of_its_own (void)
{
  DrayWorld *world = make_world (6, 2);
  DrayId before, after;

  act (world, 0, 20);
  assert_settles (world);
  dray_world_back_up_client (world, 1);
  act (world, 1, 10);
  assert_settles (world);
  before = dray_store_get_client (world->peers[1].machine.store);
  dray_world_restore_client (world, 1);
  dray_world_calm (world);
  act (world, 1, 5);
  assert_settles (world);
  after = dray_store_get_client (world->peers[1].machine.store);
  g_assert_false (dray_id_equal (&before, &after));
  dray_world_free (world);
}

static void
test_same_seed_is_the_same_run (void)
{
  g_autofree char *digests[2] = { NULL, NULL };

  for (int i = 0; i < 2; i++) {
    DrayWorldPlan plan;
    DrayWorld *world;

    dray_world_plan (12, &plan);
    world = dray_world_new (12, &plan);
    dray_world_run (world);
    assert_whole (world);
    digests[i] = g_strdup (g_checksum_get_string (world->trace));
    /* Closing notes would go on writing into a digest that was read. */
    g_checksum_reset (world->trace);
    dray_world_free (world);
  }
  g_assert_cmpstr (digests[0], ==, digests[1]);
  g_clear_pointer (&digests[1], g_free);
}

/* What a stranger may send to a hub: each is refused with its code, and the session is over. */
static void
test_bad_messages_end_the_session (void)
{
  static const struct {
    const char *text;
    const char *code;
  } cases[] = {
    { "", "PROTO" },
    { "[]", "PROTO" },
    { "{\"type\":\"NOPE\"}", "PROTO" },
    { "{\"type\":\"PULL\",\"epoch\":1,\"cursor\":0}", "PROTO" },
    { "{\"type\":\"HELLO\",\"version\":1}", "PROTO" },
    { "{\"type\":\"HELLO\",\"version\":1,\"client\":\"x\",\"epoch\":0,\"cursor\":0,\"mid\":0,\"hello\":0}", "PROTO" },
    { "{\"type\":\"HELLO\",\"version\":0,\"client\":\"01a1f63f-d588-77c6-a802-7e409468c60f\",\"epoch\":0,\"cursor\":0,\"mid\":0,\"hello\":0}", "PROTO" },
    { "{\"type\":\"ACK\",\"mid\":1,\"verdicts\":[]}", "PROTO" },
    { "[[[[[[[[[[[[[[[[[[[[[[", "TOO_LARGE" },
  };
  DrayWorld *world = make_world (4, 1);
  DrayId tenant = dray_world_tenant_id (0);
  const DrayActor office = { .role = "office" };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    DraySyncSession *session = dray_sync_hub_open (world->hub, &tenant, &office);
    g_autoptr (GPtrArray) answers = NULL;

    dray_sync_hub_receive (world->hub, session, cases[i].text, -1, 0);
    answers = dray_sync_session_take_messages (session);
    g_assert_cmpuint (answers->len, ==, 1);
    g_assert_nonnull (strstr (answers->pdata[0], cases[i].code));
    g_assert_true (dray_sync_session_is_over (session));
    dray_sync_hub_close (world->hub, session);
  }
  dray_world_free (world);
}

static void
test_message_over_the_limit_is_too_large (void)
{
  g_autoptr (DraySchema) schema = dray_little_schema_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strnfill (DRAY_SYNC_MAX_FRAME_BYTES + 1, ' ');

  g_assert_null (dray_sync_message_parse (schema, text, -1, &error));
  g_assert_error (error, DRAY_SYNC_ERROR, DRAY_SYNC_ERROR_TOO_LARGE);
}

static void
test_newer_hub_tells_an_older_console_that_it_is_outdated (void)
{
  g_autoptr (DraySchema) schema = dray_little_schema_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (dray_sync_message_parse (schema, "{\"type\":\"CHANGES\",\"prev\":0,\"to\":1,\"part\":0,\"more\":false,\"stable\":0,\"ops\":["
    "{\"seq\":1,\"client\":\"01a1f63f-d588-77c6-a802-7e409468c60f\",\"mid\":1,\"op\":\"x@1\",\"verdict\":1,\"at\":1,"
    "\"hash\":\"0000000000000000000000000000000000000000000000000000000000000000\","
    "\"effects\":[[\"airship\",\"01a1f63f-d588-77c6-a802-7e409468c60f\",\"name\",1]]}]}", -1, &error));
  g_assert_error (error, DRAY_SYNC_ERROR, DRAY_SYNC_ERROR_OUTDATED);
}

int
main (int    argc,
      char **argv)
{
  if (g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR))
    g_setenv ("TMPDIR", "/dev/shm", FALSE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sync/two-that-diverged-meet-in-either-order", test_two_that_diverged_meet_in_either_order);
  g_test_add_func ("/sync/ninety-days-offline-end-in-equal-records", test_ninety_days_offline_end_in_equal_records);
  g_test_add_func ("/sync/one-poisoned-operation-does-not-block-the-queue", test_one_poisoned_operation_does_not_block_the_queue);
  g_test_add_func ("/sync/restored-hub-is-told-again-what-it-forgot", test_restored_hub_is_told_again_what_it_forgot);
  g_test_add_func ("/sync/copied-workspace-takes-a-name-of-its-own", test_copied_workspace_takes_a_name_of_its_own);
  g_test_add_func ("/sync/same-seed-is-the-same-run", test_same_seed_is_the_same_run);
  g_test_add_func ("/sync/bad-messages-end-the-session", test_bad_messages_end_the_session);
  g_test_add_func ("/sync/message-over-the-limit-is-too-large", test_message_over_the_limit_is_too_large);
  g_test_add_func ("/sync/newer-hub-tells-an-older-console-that-it-is-outdated", test_newer_hub_tells_an_older_console_that_it_is_outdated);
  return g_test_run ();
}
