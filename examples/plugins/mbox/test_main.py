"""The channel without the program: python3 -B -m unittest"""

import mailbox
import os
import tempfile
import unittest

import main


class Delivering(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        main.initialize({"settings": {"folder": self.folder.name}})

    def tearDown(self):
        self.folder.cleanup()

    def share(self, title="Night bus buddies", note="look"):
        return {"share": {"innovation": {"ref": "P1", "fields": {"title": title}}, "sender": {"name": "ana"}, "note": note, "target": "team", "markdown": "# P1\n\nFrom here on\n"}}

    def test_shares_are_letters(self):
        self.assertEqual(main.deliver(self.share()), {"delivered": "added to the mailbox team"})
        main.deliver(self.share("wet\r\nBcc: somebody \x1b[31m\u202e", note=None))
        box = mailbox.mbox(os.path.join(self.folder.name, "team.mbox"))
        self.addCleanup(box.close)
        first, second = box
        self.assertEqual(first["Subject"], "P1 Night bus buddies")
        self.assertIn("ana", first["From"])
        self.assertIn("From here on", first.get_payload(decode=True).decode())
        self.assertIsNone(second["Bcc"])

    def test_nobody_writes_elsewhere(self):
        for target in (None, "", "../x", "/etc/passwd", "a/b", "-x", "x.y", "a\n"):
            with self.assertRaises(main.Refusal):
                main.accept({"target": target})

    def test_a_folder_must_be_named(self):
        main.settings["folder"] = "relative"
        with self.assertRaises(main.Refusal):
            main.accept({"target": "team"})


if __name__ == "__main__":
    unittest.main()
