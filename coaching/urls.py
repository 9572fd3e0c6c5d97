"""Addresses of coaching. Whoever does not take part gets "not found", whatever the address and the method."""

from django.urls import path

from coaching.views import decisions, engagements, notes, sessions, team, teams

app_name = "coaching"
urlpatterns = [
    path("", teams.teams, name="teams"),
    path("propose/<int:cooperation_pk>/", engagements.propose, name="propose"),
    path("<int:pk>/", engagements.page, name="page"),
    path("<int:pk>/to/<slug:to>/", engagements.move_on, name="move"),
    # The team and its coach
    path("<int:pk>/coach/", team.coach, name="coach"),
    path("<int:pk>/vote/", team.cast_vote, name="vote"),
    path("<int:pk>/vote/withdraw/", team.withdraw, name="withdraw_ballot"),
    path("<int:pk>/vote/decline/", team.decline, name="decline_candidacy"),
    path("<int:pk>/members/new/", team.new_member, name="member_add"),
    path("<int:pk>/leave/", team.leave, name="leave"),
    # Sessions
    path("<int:pk>/sessions/new/", sessions.plan, name="session_plan"),
    path("sessions/<int:pk>/", sessions.session, name="session"),
    path("sessions/<int:pk>/change/", sessions.change, name="session_change"),
    path("sessions/<int:pk>/cancel/", sessions.cancel, name="session_cancel"),
    path("sessions/<int:pk>/topics/", sessions.add_topic, name="topic_add"),
    path("sessions/<int:pk>/draft/", sessions.draft, name="session_draft"),
    path("sessions/<int:pk>/answer/", sessions.answer, name="summary_answer"),
    # The coach's own notes
    path("sessions/<int:pk>/note/", notes.session_note, name="session_note"),
    path("<int:pk>/notes/", notes.notes, name="notes"),
    path("<int:pk>/notes/<uuid:note_id>/delete/", notes.delete, name="note_delete"),
    path("<int:pk>/notes/erase/", notes.erase, name="notes_erase"),
    # Decisions
    path("<int:pk>/decisions/", decisions.holding, name="decisions"),
    path("<int:pk>/decisions/new/", decisions.propose, name="decision_propose"),
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
    path("decisions/<int:pk>/reword/", decisions.reword, name="decision_reword"),
    path("decisions/<int:pk>/withdraw/", decisions.withdraw, name="decision_withdraw"),
    path("decisions/<int:pk>/consent/", decisions.agree, name="decision_consent"),
    path("decisions/<int:pk>/object/", decisions.objection, name="decision_object"),
    path("decisions/<int:pk>/understood/", decisions.understood, name="decision_acknowledge"),
    path("decisions/<int:pk>/ask/", decisions.ask, name="decision_ask"),
    path("decisions/<int:pk>/inside/", decisions.inside, name="decision_keep_inside"),
    path("questions/<int:pk>/answer/", decisions.answer, name="question_answer"),
]
