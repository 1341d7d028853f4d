"""A counter that commits receptions and delivers until it is killed; one fork per life.

Reads one line per life from standard input, forks, and prints the child's process id. The child
writes what it would have shown to a resident into a ledger of its own, one atomic line each, and
says when its work begins: how long a program takes to start is the machine's affair.
"""

import os
import sys
import traceback
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from counter_app.bootstrap import wall_clock
from counter_app.delivery import Delivery
from counter_app.dispatch import Dispatch
from counter_app.hub.https import HttpsHub, HubConnection
from counter_app.intake import Terminal
from counter_app.model.commitment import ExecutorKind
from counter_app.model.numbers import new_document_reference, new_id
from counter_app.model.people import Household
from counter_app.model.reception import IdentityCheck, LinkedMember, Protection, Reception
from counter_app.paperwork.values import PlannedTask
from counter_app.sandbox.town_files import TOWN, TownFiles
from counter_app.sandbox.town_story import FAMILY, TAKASHI_CODE
from localdb.open import open_store

BEGUN = "begun"
DEPARTMENTS = ("dept.residents", "dept.insurance", "dept.children")
ORGANISATIONS = ("power.aoba", "gas.midori", "water.nangun", "vehicle.otsu")


def tasks() -> tuple[PlannedTask, ...]:
    """Three tasks for departments and four requests for organisations."""
    inside = [
        PlannedTask(
            procedure_id=f"D{place}",
            title="手続",
            product="決定された",
            executor_kind=ExecutorKind.DEPARTMENT,
            executor=name,
        )
        for place, name in enumerate(DEPARTMENTS)
    ]
    outside = [
        PlannedTask(
            procedure_id=f"W{place}",
            title="使用開始",
            product="使用開始がされた",
            executor_kind=ExecutorKind.ORGANISATION,
            executor=name,
            fields=(("name", "渡邉　髙志"),),
        )
        for place, name in enumerate(ORGANISATIONS)
    ]
    return (*inside, *outside)


def prepared() -> Reception:
    """A reception with everything the commit asks for."""
    now = wall_clock()
    household = Household(
        members=FAMILY.members,
        new_address=FAMILY.new_address,
        old_address=FAMILY.old_address,
        old_head=FAMILY.old_head,
        old_prefecture="甲県",
        planned_move_out=FAMILY.planned_move_out,
        moved_on=FAMILY.planned_move_out,
    )
    return Reception(
        id=new_id(),
        reference=new_document_reference(),
        opened_at=now,
        clerk="佐伯",
        counter="窓口2",
        filed_on=now.date(),
        protection=Protection.NO,
        identity=IdentityCheck("head", ("individual_number_card",), True, "佐伯", now),
        household=household,
        filer_id=FAMILY.members[0].id,
        links=(LinkedMember(FAMILY.members[0].id, TAKASHI_CODE),),
    )


def live(basedir: Path, ledger: int, drain: bool) -> None:
    """One life: deliver what is left, commit, show the number, deliver; again and again."""
    files = TownFiles.prepare(basedir)
    connection = HubConnection(files.hub_endpoint(TOWN))
    hub = HttpsHub(connection, files.identity(TOWN), files.directory(), wall_clock)
    with open_store(basedir / "data", clock=wall_clock) as store:
        delivery = Delivery(store, hub, TOWN)
        dispatch = Dispatch(store, wall_clock, Terminal("佐伯", "窓口2"), TOWN)
        # A dead life's lease holds its messages for a minute; the drain looks from later on.
        later = timedelta(minutes=5 if drain else 0)
        while drain:
            delivery.run_once(wall_clock() + later)
            with store.view() as unit:
                if all(q.state.value == "delivered" for q in unit.outbox()):
                    return
        os.write(sys.stdout.fileno(), f"{BEGUN}\n".encode())  # whole, or not at all
        while True:
            reception = prepared()
            with store.unit() as unit:
                unit.add_reception(replace(reception))
            committed = dispatch.commit(reception, tasks())
            os.write(ledger, f"{committed.id} {committed.number}\n".encode())
            delivery.run_once(wall_clock() + later)


def main() -> None:
    basedir = Path(sys.argv[1])
    ledger = os.open(sys.argv[2], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    open_store(basedir / "data", clock=wall_clock).close()  # no life is spent on the schema
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                live(basedir, ledger, drain=line.strip() == "drain")
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(status, flush=True)


if __name__ == "__main__":
    main()
