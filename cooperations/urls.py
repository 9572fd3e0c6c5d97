"""Addresses of cooperations. An id that one does not take part in answers exactly as one that does not exist."""

from django.urls import path

from cooperations.views import (
    agreement,
    create,
    desk,
    going_out,
    ledger,
    page,
    parties,
    portfolio,
    reminders,
    shares,
    tasks,
    terms,
    today,
    transitions,
)

app_name = "cooperations"
urlpatterns = [
    path("", portfolio.portfolio, name="portfolio"),
    path("today/", today.today, name="today"),
    path("going-out/", going_out.going_out, name="going_out"),
    path("desk/", desk.desk, name="desk"),
    path("desk/nothing/", desk.nothing_this_week, name="nothing_this_week"),
    path("new/", create.create, name="create"),
    path("<int:pk>/", page.page, name="page"),
    path("<int:pk>/timeline/", page.timeline, name="timeline"),
    path("<int:pk>/reminders/", reminders.reminders, name="reminders"),
    # Shares: who is in it, what each brings and wants
    path("<int:pk>/parties/new/", parties.add, name="party_add"),
    path("parties/<int:pk>/", parties.edit, name="party_edit"),
    path("parties/<int:pk>/responsible/", parties.responsible, name="party_responsible"),
    path("parties/<int:pk>/pledges/new/", shares.pledge_add, name="pledge_add"),
    path("pledges/<int:pk>/", shares.pledge_edit, name="pledge_edit"),
    path("pledges/<int:pk>/withdraw/", shares.pledge_withdraw, name="pledge_withdraw"),
    path("parties/<int:pk>/measures/new/", shares.measure_add, name="measure_add"),
    path("measures/<int:pk>/", shares.measure_edit, name="measure_edit"),
    path("measures/<int:pk>/reached/", shares.measure_reached, name="measure_reached"),
    # Terms and the word of every party
    path("<int:pk>/terms/", terms.terms, name="terms"),
    path("<int:pk>/note/", terms.manager_note, name="manager_note"),
    path("<int:pk>/agreement/", agreement.prepare, name="agreement"),
    path("<int:pk>/agreement/propose/", agreement.propose, name="version_propose"),
    path("versions/<int:pk>/", agreement.version, name="version"),
    path("versions/<int:pk>/withdraw/", agreement.withdraw, name="version_withdraw"),
    # Steps
    path("<int:pk>/tasks/new/", tasks.offer, name="task_offer"),
    path("tasks/<int:pk>/", tasks.task, name="task"),
    path("tasks/<int:pk>/accept/", tasks.accept, name="task_accept"),
    path("tasks/<int:pk>/decline/", tasks.decline, name="task_decline"),
    path("tasks/<int:pk>/move/", tasks.move, name="task_move"),
    path("tasks/<int:pk>/done/", tasks.finish, name="task_finish"),
    path("tasks/<int:pk>/drop/", tasks.drop, name="task_drop"),
    path("tasks/<int:pk>/help/", tasks.ask_help, name="task_help"),
    # Giving and getting
    path("<int:pk>/contribute/", ledger.contribute, name="contribute"),
    path("<int:pk>/ledger/", ledger.entries, name="ledger"),
    path("contributions/<int:pk>/confirm/", ledger.confirm, name="contribution_confirm"),
    path("contributions/<int:pk>/dispute/", ledger.dispute, name="contribution_dispute"),
    path("contributions/<int:pk>/correct/", ledger.correct, name="contribution_correct"),
    path("parties/<int:pk>/benefits/new/", ledger.benefit, name="benefit"),
    # State
    path("<int:pk>/explore/", transitions.explore, name="explore"),
    path("<int:pk>/activate/", transitions.activate, name="activate"),
    path("<int:pk>/pause/", transitions.pause, name="pause"),
    path("<int:pk>/resume/", transitions.resume, name="resume"),
    path("<int:pk>/end/", transitions.end, name="end"),
    path("<int:pk>/call/", transitions.call_note, name="call_note"),
]
