from flask import Blueprint, jsonify

from shop import queue

pages = Blueprint("pages", __name__)


@pages.route("/report", methods=["POST"])
def start_report():
    return jsonify(id=write_report.delay(3).id)


@queue.task(bind=True)
def write_report(self, length):
    return length
